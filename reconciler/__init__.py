"""A declarative reconciler for Amazon Personalize: the program behind the command `reconcile`.

Folders are the stages of the pipeline and imports go down only; the contracts stand in pyproject.toml.
"""

__version__ = "0.1.0"

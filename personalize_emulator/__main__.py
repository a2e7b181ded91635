"""`python -m personalize_emulator`: the command, for where scripts are not on the PATH."""

from personalize_emulator.cli import main

main()

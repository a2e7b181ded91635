"""Fields that the service knows by their names."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="schema/missing-field",
        title="a schema lacks a field that its dataset needs",
        why="The service refuses the dataset.",
        fix="Add the field.",
        source=Source(
            said="Amazon Personalize developer guide, 'Custom datasets and schemas'", seen="2026-11-26"
        ),
        bad=('{"name": "USER_ID", "type": "string"},\n{"name": "ITEM_ID", "type": "string"}\n'),
        good=(
            '{"name": "USER_ID", "type": "string"},\n'
            '{"name": "ITEM_ID", "type": "string"},\n'
            '{"name": "TIMESTAMP", "type": "long"}\n'
        ),
    ),
    Rule(
        id="schema/other-spelling",
        severity=Severity.WARNING,
        title="a required field is spelt as one page of the guide alone spells it",
        why="The guide contradicts itself: a default schema has GENRES_L1, the table of requirements GENRES.",
        fix="Rename it, here and in the CSV's header.",
        source=Source(
            said="Amazon Personalize developer guide, 'VIDEO_ON_DEMAND datasets and schemas'",
            seen="2026-11-26",
        ),
        bad='{"name": "GENRES_L1", "type": "string", "categorical": true}\n',
        good='{"name": "GENRES", "type": "string", "categorical": true}\n',
    ),
    Rule(
        id="schema/required-flag",
        title="a required field of a domain is not categorical",
        why="The service takes it as a categorical string only.",
        fix='Add "categorical": true.',
        source=Source(
            said="Amazon Personalize developer guide, 'VIDEO_ON_DEMAND datasets and schemas'",
            seen="2026-11-26",
        ),
        bad='{"name": "CATEGORY_L1", "type": "string"}\n',
        good='{"name": "CATEGORY_L1", "type": ["null", "string"], "categorical": true}\n',
    ),
    Rule(
        id="schema/reserved-flag",
        severity=Severity.WARNING,
        title="a reserved field of a domain lacks its attribute",
        why="The guide has it categorical or textual; whether the service refuses another is not said.",
        fix="Add the attribute, or rename the field.",
        source=Source(
            said="Amazon Personalize developer guide, 'ECOMMERCE datasets and schemas'", seen="2026-11-26"
        ),
        bad='{"name": "PRODUCT_DESCRIPTION", "type": "string"}\n',
        good='{"name": "PRODUCT_DESCRIPTION", "type": "string", "textual": true}\n',
    ),
    Rule(
        id="schema/categorical-keyword",
        title="an id or EVENT_TYPE is categorical",
        why="The service does not take it as a category.",
        fix="Remove categorical from it.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "EVENT_TYPE", "type": "string", "categorical": true}\n',
        good='{"name": "EVENT_TYPE", "type": "string"}\n',
    ),
    Rule(
        id="schema/categorical-reserved",
        severity=Severity.WARNING,
        title="a reserved field is categorical that the guide has otherwise",
        why="The guide says that reserved strings cannot be categorical; nobody has shown a refusal.",
        fix="Remove categorical from it.",
        source=Source(
            said="Amazon Personalize developer guide, 'Creating schema JSON files'", seen="2026-11-26"
        ),
        bad='{"name": "IMPRESSION", "type": "string", "categorical": true}\n',
        good='{"name": "IMPRESSION", "type": "string"}\n',
    ),
)

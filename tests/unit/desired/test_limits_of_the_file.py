"""Where findings about limits, metrics and costs point, also in overrides, and what they say nothing of."""

from __future__ import annotations

import io

from reconciler.desired.every_environment import check

HEAD = "version: 1\nstack: s\n"
CAMPAIGN = "datasetGroups: {g: {solutions: {s: {recipe: aws-sims, campaigns: {home: {minTPS: 1}}}}}}\n"
ROLE = "arn:aws:iam::123456789012:role/r"
METRIC = "{eventType: buy, metricName: m, expression: SUM(Items.PRICE)}"
ATTRIBUTION = f"{{name: a, metrics: [{METRIC}], metricsOutputConfig: {{roleArn: '{ROLE}'}}}}"


def found(text: str) -> list[tuple[str, str]]:
    diagnostics = check("-", stdin=io.StringIO(text)).diagnostics
    return [(one.code, str(one.position).partition(":")[2]) for one in diagnostics]


def test_capacity_that_an_override_raises_is_told_where_the_override_says_it() -> None:
    text = (
        f"{HEAD}{CAMPAIGN}policy: {{maxMinTPS: 2}}\n"
        "environments:\n"
        "  live:\n"
        "    overrides:\n"
        "      campaign/home: {minTPS: 600}\n"
    )
    assert found(text) == [("policy/max-min-tps", "8:31"), ("quota/campaign-requests", "8:31")]


def test_what_only_one_environment_breaks_names_that_environment() -> None:
    text = f"{HEAD}{CAMPAIGN}environments:\n  a: {{prefix: a-, policy: {{maxMinTPS: 9}}}}\n"
    text += "  b: {prefix: b-, region: eu-west-2}\n"
    (one,) = check("-", stdin=io.StringIO(text)).diagnostics
    assert one.summary.endswith("(environment b)")
    assert str(one.position).endswith(":6:27")


def test_the_group_that_is_too_full_is_told_at_the_first_that_is_too_many() -> None:
    many = "".join(f"      r{one}: {{recipe: aws-vod-most-popular}}\n" for one in range(7))
    text = f"{HEAD}datasetGroups:\n  g:\n    domain: VIDEO_ON_DEMAND\n    recommenders:\n{many}"
    assert ("quota/recommenders", "12:7") in found(text)


def test_a_price_is_told_only_of_recipes_whose_tariff_is_known() -> None:
    bare = CAMPAIGN.replace("{minTPS: 1}", "{}")
    for recipe, cost in (("aws-sims", "146 USD"), ("aws-user-personalization-v2", "394 USD"), ("x", "")):
        text = HEAD + bare.replace("aws-sims", recipe)
        (one,) = (
            each
            for each in check("-", stdin=io.StringIO(text)).diagnostics
            if each.code == "campaign/no-min-tps"
        )
        assert (cost in one.why) if cost else ("USD" not in one.why)


def test_metrics_of_a_group_that_declares_no_dataset_are_held_against_no_columns() -> None:
    text = f"{HEAD}datasetGroups: {{g: {{metricAttribution: {ATTRIBUTION}}}}}\n"
    assert [code for code, _ in found(text)] == ["metric-attribution/no-interactions"]


def test_metrics_of_a_dataset_whose_schema_cannot_be_read_are_held_against_no_columns() -> None:
    text = (
        f"{HEAD}schemas: {{s: {{avro: missing.avsc}}}}\n"
        "datasetGroups:\n"
        f"  g: {{datasets: {{interactions: {{schema: s}}, items: {{schema: s}}}}, "
        f"metricAttribution: {ATTRIBUTION}}}\n"
    )
    assert [code for code, _ in found(text)] == ["schema/missing"]


def test_a_policy_of_capacity_alone_guards_no_deletions() -> None:
    checked = check("-", stdin=io.StringIO(f"{HEAD}policy: {{maxMinTPS: 2}}\n"))
    assert checked.diagnostics == ()
    assert checked.states[""].policy.max_deletes is None

"""What others made is taken over only where the file says so, and without paying for it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from installed import ACCOUNT, ARN, LISTS, Checkout, Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Serve

GROUP = f"{ARN}dataset-group/user-videos"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/AmazonPersonalizeAccessRole"
ALL = "adopt: [dataset-group/user-videos/**]"
HARMLESS = {"TagResource", "UntagResource"}


def build(server: Server, schemas: Path) -> None:
    """What personalize.yaml declares, made by hand with plain boto3 and other names where names are free."""
    client = server.client()

    def settled(create: Callable[..., dict[str, Any]], key: str, **request: Any) -> str:
        arn: str = create(**request)[key]
        server.advance(4 * 3600)
        return arn

    settled(client.create_dataset_group, "datasetGroupArn", name="user-videos")
    for kind in ("interactions", "items", "users"):
        schema = client.create_schema(name=f"by-hand-{kind}", schema=(schemas / f"{kind}.avsc").read_text())
        dataset = settled(
            client.create_dataset,
            "datasetArn",
            name=f"by-hand-{kind}",
            datasetType=kind,
            datasetGroupArn=GROUP,
            schemaArn=schema["schemaArn"],
        )
        settled(
            client.create_dataset_import_job,
            "datasetImportJobArn",
            jobName=f"by-hand-{kind}",
            datasetArn=dataset,
            dataSource={"dataLocation": f"s3://user-videos-data/{kind}.csv"},
            roleArn=ROLE,
        )
    client.create_event_tracker(name="by-hand", datasetGroupArn=GROUP)
    client.create_filter(
        name="exclude-watched",
        datasetGroupArn=GROUP,
        filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")',
    )
    solution = settled(
        client.create_solution,
        "solutionArn",
        name="video-recommendations",
        datasetGroupArn=GROUP,
        recipeArn="arn:aws:personalize:::recipe/aws-user-personalization-v2",
        performAutoTraining=False,
    )
    version = settled(client.create_solution_version, "solutionVersionArn", solutionArn=solution)
    settled(
        client.create_campaign,
        "campaignArn",
        name="home-page",
        solutionVersionArn=version,
        minProvisionedTPS=1,
    )


def owners(server: Server) -> set[str]:
    """Whose mark stands on everything that takes one."""
    client = server.client()
    kinds = set(LISTS) - {"schemas", "dataset_import_jobs", "solution_versions"}
    arns = [
        one[LISTS[kind][1]] for kind in kinds for one in getattr(client, f"list_{kind}")()[LISTS[kind][0]]
    ]
    found = set()
    for arn in arns:
        marks = {
            tag["tagKey"]: tag["tagValue"] for tag in client.list_tags_for_resource(resourceArn=arn)["tags"]
        }
        found.add(marks.get("reconcile:stack", ""))
    return found


def test_what_was_made_by_hand_is_refused_and_then_adopted_without_a_run(serve: Serve, folder: Path) -> None:
    server = serve()
    checkout = Checkout(folder, server)
    build(server, folder / "specs/avro")
    before = server.names()
    server.forget_calls()

    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert f"{GROUP} exists and no stack owns it" in ran.out
    assert "adopt: [dataset-group/user-videos]" in ran.out
    assert (server.changes(), owners(server)) == ([], {""})

    checkout.edit(("consent: []", ALL))
    plan = checkout.reconcile("plan").ended(0)
    assert "< dataset-group/user-videos" in plan.out
    assert "0 to create" in plan.out
    assert "0 to run, 0 refused" in plan.out
    checkout.reconcile("apply", "--yes").ended(0)
    assert set(server.changes()) <= HARMLESS, "adoption trains nothing, imports nothing, changes nothing"
    assert server.names() == before
    assert owners(server) == {"user-videos"}
    after = checkout.reconcile("plan", "--detailed-exitcode").ended(0)
    assert "adopt dataset-group/user-videos/** has nothing left to do; the line can go" in after.out


def test_adopting_the_group_alone_leaves_its_content_refused(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    untag(server, GROUP, f"{ARN}campaign/home-page")
    checkout.edit(("consent: []", "adopt: [dataset-group/user-videos]"))
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert "x campaign/home-page" in ran.out
    assert "adopt: [campaign/home-page]" in ran.out
    assert server.changes() == []
    checkout.edit(
        ("adopt: [dataset-group/user-videos]", "adopt: [dataset-group/user-videos, campaign/home-page]")
    )
    checkout.reconcile("apply", "--yes").ended(0)
    assert set(server.changes()) <= HARMLESS
    checkout.converged()


def untag(server: Server, *arns: str) -> None:
    keys = [f"reconcile:{key}" for key in ("stack", "address", "digest")]
    for arn in arns:
        server.client().untag_resource(resourceArn=arn, tagKeys=keys)
    server.forget_calls()


def test_differences_of_an_adopted_resource_are_ordinary_changes_of_the_same_plan(
    serve: Serve, folder: Path
) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    untag(server, f"{ARN}campaign/home-page")
    checkout.edit(("consent: []", "adopt: [campaign/home-page]"), ("minTPS: 1", "minTPS: 3"))
    checkout.reconcile("apply", "--yes").ended(0)
    assert [call for call in server.changes() if call not in HARMLESS] == ["UpdateCampaign"]
    checkout.converged()


def test_another_stacks_things_are_never_touched_unless_handed_over(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    checkout.edit(("stack: user-videos", "stack: new-home"))
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert f"{GROUP} belongs to stack user-videos" in ran.out
    assert "adopt: [{address: dataset-group/user-videos, from: user-videos}]" in ran.out
    assert server.changes() == []

    checkout.edit(("consent: []", "adopt: [{address: dataset-group/user-videos/**, from: user-videos}]"))
    before = server.names()
    checkout.reconcile("apply", "--yes").ended(0)
    assert set(server.changes()) <= HARMLESS
    assert (owners(server), server.names()) == ({"new-home"}, before)
    checkout.converged()

    # The old stack, whose file still declares all this, finds it foreign and changes nothing.
    (folder / "old").mkdir()
    old = Checkout(folder / "old", server)
    server.forget_calls()
    old.reconcile("apply", "--yes").ended(1)
    assert server.changes() == []


def test_a_hand_over_from_a_stack_that_does_not_own_it_is_refused(untouched: Server, folder: Path) -> None:
    checkout = Checkout(folder, untouched)
    checkout.edit(
        ("stack: user-videos", "stack: new-home"),
        ("consent: []", "adopt: [{address: dataset-group/user-videos/**, from: somebody}]"),
    )
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert "belongs to stack user-videos" in ran.out


def test_forgetting_takes_the_marks_off_and_leaves_the_thing(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    lines = checkout.text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.strip() == "campaigns:")
    del lines[start : start + 4]
    checkout.write("".join(lines))
    checkout.edit(("consent: []", "forget: [campaign/home-page]"))
    checkout.reconcile("apply", "--yes").ended(0)
    assert server.changes() == ["UntagResource"]
    client = server.client()
    arn = f"{ARN}campaign/home-page"
    assert client.describe_campaign(campaignArn=arn)["campaign"]["status"] == "ACTIVE"
    left = {tag["tagKey"] for tag in client.list_tags_for_resource(resourceArn=arn)["tags"]}
    assert left == {"team"}
    checkout.converged()

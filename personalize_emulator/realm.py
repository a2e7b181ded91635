"""One account in one region at one moment: what an operation sees of the world and how it changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator import faults, lifecycle
from personalize_emulator.errors import already_exists, in_use, invalid, not_found
from personalize_emulator.resources import ACTIVE, CREATE_PENDING, Json, Resource
from personalize_emulator.showing import bury
from personalize_emulator.tags import checked_tags, linger

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator
    from personalize_emulator.kinds.kind import Kind


class Realm:
    """What operations work on; all reads and writes of a call share its one moment, `now`."""

    def __init__(
        self,
        emulator: Emulator,
        account: str,
        region: str,
        now: float,
        operation: str = "",
        request: Json | None = None,
    ) -> None:
        self.emulator = emulator
        self.store = emulator.store
        self.account = account
        self.region = region
        self.now = now
        self.operation = operation
        self.request = request

    def kind(self, name: str) -> Kind:
        """The rules of a kind."""
        return self.emulator.kinds[name]

    @property
    def partition(self) -> str:
        """The partition of the realm's region."""
        return "aws-cn" if self.region.startswith("cn-") else "aws"

    def seconds(self, duration: str) -> float:
        """How long something takes."""
        return self.emulator.durations[duration]

    def arn(self, kind: str, tail: str) -> str:
        """The ARN of a resource of this realm. Source: AWS Service Authorization Reference."""
        resource_type = self.kind(kind).arn_type or kind
        return f"arn:{self.partition}:personalize:{self.region}:{self.account}:{resource_type}/{tail}"

    def find(self, kind: str, arn: str) -> Resource | None:
        """The resource, or None; an ARN of another kind, account or region finds nothing."""
        found = self.store.find(arn)
        if (
            found is None
            or found.kind != kind
            or (found.account, found.region) != (self.account, self.region)
        ):
            return None
        return found

    def need(self, kind: str, arn: str) -> Resource:
        """The resource; ResourceNotFoundException without."""
        if (found := self.find(kind, arn)) is None:
            raise not_found(self.kind(kind).words, arn)
        return found

    def need_active(self, kind: str, arn: str) -> Resource:
        """The resource, usable as the ground of another one.

        Errors: ResourceNotFoundException; ResourceInUseException while it is changing; InvalidInputException
        when it has failed.
        """
        found = self.need(kind, arn)
        # Assumed: that a parent must be ACTIVE is documented, the error for one that is not is not.
        if found.changing:
            raise in_use(f"The given {self.kind(kind).words} is in status {found.status}: {arn}")
        if found.status != ACTIVE:
            raise invalid(f"The given {self.kind(kind).words} is not ACTIVE but {found.status}: {arn}")
        return found

    def all(self, kind: str, *, group: str | None = None, parent: str | None = None) -> list[Resource]:
        """Resources of a kind in the order of their creation."""
        return self.store.select(kind, self.account, self.region, group=group, parent=parent)

    def create(
        self,
        kind: str,
        tail: str,
        request: Json,
        *,
        wire: Json,
        name: str | None = None,
        group: str | None = None,
        parent: str | None = None,
        in_progress: bool = True,
    ) -> Resource:
        """Store a new resource and plan its creation.

        Errors: ResourceAlreadyExistsException when the ARN is taken, also by something still being deleted;
        InvalidInputException and TooManyTagsException for its tags.
        """
        arn = self.arn(kind, tail)
        # Assumed: a name becomes free again only when the deletion has finished.
        if self.store.find(arn) is not None:
            raise already_exists(arn)
        tags = checked_tags({}, request.get("tags") or [])
        name = name or str(request.get("name") or request.get("jobName"))
        resource = Resource(
            arn=arn,
            kind=kind,
            name=name,
            account=self.account,
            region=self.region,
            created=self.now,
            updated=self.now,
            status=ACTIVE if self.kind(kind).synchronous else CREATE_PENDING,
            group=group,
            parent=parent,
            wire={key: value for key, value in wire.items() if value is not None},
            tags=tags,
            tagged=self.now if tags else None,
        )
        if fault := self._fault(name):
            resource.notes["fail"] = fault.reason
        self.store.add(resource)
        self._note(resource)
        if not self.kind(kind).synchronous:
            lifecycle.begin_creation(self, resource, self.seconds(kind), in_progress=in_progress)
        return resource

    def update(
        self, resource: Resource, wire: Json, *, words: str = "CREATE", duration: str | None = None
    ) -> None:
        """Plan an update, which a fault may let fail; `duration` names its time if not KIND-update."""
        if fault := self._fault(resource.name):
            resource.notes["fail-update"] = fault.reason
        seconds = self.seconds(duration or f"{resource.kind}-update")
        lifecycle.begin_update(self, resource, wire, seconds, words)

    def save(self, resource: Resource) -> None:
        """Store a changed resource."""
        self.store.save(resource)
        self._note(resource)

    def remove(self, resource: Resource) -> None:
        """Forget a resource, with all that is kept under its ARN."""
        linger(self, resource)
        bury(self, resource)
        self.store.remove(resource.arn)
        self.emulator.history.gone(resource, self.now, self.emulator.calls.last)

    def _note(self, resource: Resource) -> None:
        self.emulator.history.note(resource, self.now, self.emulator.calls.last)

    def _fault(self, name: str) -> faults.Fault | None:
        return self.emulator.faults.take(faults.FAIL, self.operation, name, self.request)

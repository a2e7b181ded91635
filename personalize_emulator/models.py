"""moto's Personalize backend, replaced by one that shows this emulator's resources to the rest of moto.

The module's name and its `personalize_backends` are what moto looks for. Behaviour lives elsewhere: here is
only what moto itself asks of a backend, above all tags for the Resource Groups Tagging API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.resource_tagging import TaggableResourcesMixin, TaggedResource
from moto.personalize.models import PersonalizeBackend as MotoPersonalizeBackend

from personalize_emulator.moto_seam import current, is_installed
from personalize_emulator.tags import change_tags, checked_tags, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from personalize_emulator.realm import Realm


class PersonalizeBackend(TaggableResourcesMixin, MotoPersonalizeBackend):  # type: ignore[misc]  # moto is untyped here
    """One account and region, backed by the emulator that is installed."""

    SERVICE_NAMESPACE = "personalize"

    def reset(self) -> None:
        """Forget this account and region: moto resets when a mock starts and ends."""
        if is_installed():
            current().clear(self.account_id, self.region_name)

    def iter_tagged_resources(self) -> Iterator[TaggedResource]:
        """Every taggable resource with the tags that the tagging API shows by now."""
        realm = self._realm()
        for arn, name, tags in listed(realm):
            shown_as = f"personalize:{realm.kind(name).arn_type or name}"
            yield TaggedResource(arn=arn, tags=tags, resource_type=shown_as)

    def tag_resource(self, arn: str, tags: dict[str, str]) -> None:
        """TagResources of the tagging API."""
        realm = self._realm()
        with realm.emulator.lock, realm.emulator.transaction():
            if resource := realm.store.find(arn):
                added = [{"tagKey": key, "tagValue": value} for key, value in tags.items()]
                change_tags(realm, resource, checked_tags(resource.tags, added))

    def untag_resource(self, arn: str, tag_keys: list[str]) -> None:
        """UntagResources of the tagging API."""
        realm = self._realm()
        with realm.emulator.lock, realm.emulator.transaction():
            if resource := realm.store.find(arn):
                change_tags(realm, resource, {k: v for k, v in resource.tags.items() if k not in tag_keys})

    def _realm(self) -> Realm:
        emulator = current()
        return emulator.realm(self.account_id, self.region_name, emulator.settle())


class _AnyRegion(AccountSpecificBackend):  # type: ignore[misc]  # moto is untyped here
    """moto knows the regions that botocore lists; the emulator answers in any."""

    def __contains__(self, region: object) -> bool:
        return True

    def __getitem__(self, region_name: str) -> PersonalizeBackend:
        if region_name not in self.keys():
            self[region_name] = PersonalizeBackend(region_name, account_id=self.account_id)
        found: PersonalizeBackend = dict.__getitem__(self, region_name)
        return found


class _Backends(BackendDict):  # type: ignore[misc]  # moto is untyped here
    """Backends per account; each in any region."""

    def _create_account_specific_backend(self, account_id: str) -> None:
        if account_id not in self.keys():
            self[account_id] = _AnyRegion(
                service_name=self.service_name,
                account_id=account_id,
                backend=self.backend,
                use_boto3_regions=False,
                additional_regions=None,
            )
        if self not in BackendDict._instances:
            BackendDict._instances.append(self)


personalize_backends = _Backends(PersonalizeBackend, "personalize")

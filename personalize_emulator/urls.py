"""Where moto finds Personalize: the hosts of the three planes and every path below them."""

from personalize_emulator.responses import PersonalizeResponse
from personalize_emulator.wire import PATHS

url_bases = [r"https?://personalize(?:-events|-runtime)?\.(.+)\.amazonaws\.com"]

url_paths = {"{0}" + path + "$": PersonalizeResponse.dispatch for path in ("/", *PATHS)}

"""Start the command `mithaq`; the only name that the wheel puts into site-packages.

The wheel holds `cli.py`, `models/`, `seeds/`, `reports/` and the migrations inside this folder; a checkout has them
beside it. Either way their folder comes first on `sys.path`, so that a module called `models` elsewhere is never taken
for ours.
"""

import gc
import os
import sys

# Objects made between two collections: with fewer, the collector runs while modules are imported, and finds nothing.
COLLECT_AFTER = 20_000
OURS = {"cli", "models", "reports", "seeds"}


def main() -> None:
    """Run the command line."""
    gc.set_threshold(COLLECT_AFTER)
    here = os.path.dirname(os.path.abspath(__file__))
    packed = os.path.isfile(os.path.join(here, "cli.py"))
    home = here if packed else os.path.dirname(here)
    sys.path.insert(0, home)
    _forget_others(home)
    try:
        from cli import main as run

        run()
    except KeyboardInterrupt:
        # While modules are imported; later the command line says it.
        sys.exit("Aborted!")
    finally:
        # Remaining objects are freed with the process: a last search for cycles would take a tenth of a short command.
        gc.freeze()


def _forget_others(home: str) -> None:
    """Forget modules of our names that something imported before, such as a .pth file of another package."""
    for name in OURS & sys.modules.keys():
        place = getattr(sys.modules[name], "__file__", None) or ""
        if not place.startswith(home + os.sep):
            for each in [each for each in sys.modules if each.partition(".")[0] == name]:
                del sys.modules[each]

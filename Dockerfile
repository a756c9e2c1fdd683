# The program alone, against a MongoDB server (MONGODB_URI). The embedded engine is left out: its licence (SSPL) binds
# whoever passes copies on, and an image is one. See docs/dependencies.md.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it refuses a lock file without the optional binaries of other platforms. Versions are the lock file's.
RUN npm install --no-save --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What draws pictures is in an optional package of its own, one a machine.
RUN npm install --no-save --omit=dev --omit=optional --no-audit --no-fund "@resvg/resvg-js-linux-$(node -p process.arch)-gnu@2.6.2"

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SANDBOX=off DEMO=off
# Chinese in the pictures of digests.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-wqy-microhei && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY config/catalogue config/catalogue
COPY config/calendar config/calendar
# What backup, export and bind-codes write.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# Live, not ready: a database that is away for a moment is no reason to start the program anew.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "dist/cli.js"]
CMD ["serve"]

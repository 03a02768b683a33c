// npm start [-- OPTIONS]: installs, builds and starts the server on its embedded store.
import { join } from 'node:path'
import { become, build, root } from './workspace.mjs'

build()
become([join(root, 'packages/server/bin/chappe-server.js'), ...process.argv.slice(2)])

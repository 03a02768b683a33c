// npm start [-- OPTIONS]: installs, builds and starts the server on its embedded store.
import { join } from 'node:path'
import { become, build, root } from './workspace.mjs'

build()
// As the first line of that file has it for whoever runs it by its name.
become([
  '--max-semi-space-size=64',
  '--no-allocation-site-pretenuring',
  '--heap-growing-percent=200',
  join(root, 'packages/server/bin/chappe-server.js'),
  ...process.argv.slice(2),
])

// npm start [-- OPTIONS]: installs, builds and starts the server on its embedded store.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { become, build, fromSource, isBuilt, node, root } from './workspace.mjs'

const args = process.argv.slice(2)
const server = join(root, 'packages/server')
// Whoever asks what there is need not wait until all of it is installed and built.
const asksOnly = args.some((arg) => ['--help', '-h', '--version', '-v'].includes(arg)) || args[0] === 'help'
if (asksOnly && existsSync(node)) become([...fromSource, join(server, 'src/cli/chappe-server.ts'), ...args])
else if (asksOnly && args.some((arg) => ['--version', '-v'].includes(arg))) {
  process.stdout.write(`${JSON.parse(readFileSync(join(server, 'package.json'), 'utf8')).version}\n`)
} else if (asksOnly) process.stdout.write(readFileSync(join(server, 'help.txt'), 'utf8'))
else {
  if (!isBuilt()) process.stderr.write('Installing and building, which takes some two minutes the first time.\n')
  await build()
  // As the first line of that file has it for whoever runs it by its name.
  become([
    '--max-semi-space-size=64',
    '--no-allocation-site-pretenuring',
    '--heap-growing-percent=200',
    join(server, 'bin/chappe-server.js'),
    ...args,
  ])
}

// npm run packages: packs, installs, type-checks and runs every package as whoever uses it would.
import { join } from 'node:path'
import { become, build, fromSource, root } from './workspace.mjs'

await build()
become([...fromSource, join(root, 'interop/packages/main.ts'), ...process.argv.slice(2)])

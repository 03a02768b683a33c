// npm run chaos -- --minutes N [--seed S]: people talk to one another by the built server beside attackers of all kinds.
import { join } from 'node:path'
import { become, build, fromSource, root } from './workspace.mjs'

await build()
process.env.CHAPPE_TEST_BUILT = '1'
become([...fromSource, join(root, 'interop/chaos/main.ts'), ...process.argv.slice(2)])

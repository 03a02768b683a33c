// npm run format: formats the tree and mends what lint can mend by itself.
import { join } from 'node:path'
import { install, node, root, run } from './workspace.mjs'

await install()
run(node, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', '.'])

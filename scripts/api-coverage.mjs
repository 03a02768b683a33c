// npm run coverage:api: writes docs/api-coverage.md, which says of every method of the API whether it is served.
import { fromSource, generate, node, run } from './workspace.mjs'

await generate()
run(node, [...fromSource, 'packages/server/scripts/api-coverage.ts'])

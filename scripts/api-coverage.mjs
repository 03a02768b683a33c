// npm run coverage:api: writes docs/api-coverage.md, which says of every method of the API whether it is served, and
// schema/api.errors.tsv, which has the errors of those that are.
import { fromSource, generate, node, run } from './workspace.mjs'

await generate()
run(node, [...fromSource, 'packages/server/scripts/api-coverage.ts'])

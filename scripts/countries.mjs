// npm run countries: writes the calling codes of all countries, from the metadata of libphonenumber.
import { fromSource, generate, node, run } from './workspace.mjs'

await generate()
run(node, [...fromSource, 'packages/server/scripts/countries.ts'])

// npm run build: installs what is missing, generates code, builds every package to its dist folder.
import { build } from './workspace.mjs'

await build()

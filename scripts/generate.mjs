// npm run generate: makes the code that is not written by hand, when what it is made from has changed.
import { generate } from './workspace.mjs'

await generate()

import { faces, moreFaces } from './shapes/faces.mjs'
import { hands } from './shapes/hands.mjs'
import { symbols } from './shapes/symbols.mjs'
import { things } from './shapes/things.mjs'

/** Every picture, by its name. */
export const pictures = new Map(
  [...hands, ...things, ...faces, ...moreFaces, ...symbols].map((picture) => [picture.name, picture]),
)

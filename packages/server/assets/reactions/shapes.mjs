import { faces } from './shapes/faces.mjs'
import { hands } from './shapes/hands.mjs'
import { things } from './shapes/things.mjs'

export const reactions = [...hands, ...things, ...faces]

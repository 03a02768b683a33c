import { type api, encode } from '@chappe/tl-codec/api'
import { contentHash } from '../../rules/content-hash.ts'

/** The seven colours of names that every client draws by itself, so they come without palettes ("Accent colors"). */
export const peerColors: api.help.peerColorOption[] = Array.from({ length: 7 }, (_, colorId) => ({
  _: 'help.peerColorOption',
  colorId,
}))

export const peerColorsHash: number = contentHash(peerColors.map(encode))

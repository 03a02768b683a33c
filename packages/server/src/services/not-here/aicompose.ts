import type { Methods } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

/** There is no writing assistant on this server. */
export function createAiComposeNotHere(): Methods {
  return {
    async 'aicompose.getTones'() {
      return { _: 'aicompose.tones', hash: emptyHash, tones: [], users: [] }
    },
  }
}

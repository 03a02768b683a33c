import type { Methods } from '../../rpc/handlers.ts'
import { emptyHash } from './empty-hash.ts'

/** Nothing here writes for people. */
export function createAiComposeNotHere(): Methods {
  return {
    async 'aicompose.getTones'() {
      return { _: 'aicompose.tones', hash: emptyHash, tones: [], users: [] }
    },
  }
}

import type { Methods } from '../../rpc/handlers.ts'
import { RpcError } from '../../rpc/rpc-error.ts'

/** This server translates nothing ("Translation"). */
export function createTranslationsNotHere(): Methods {
  return {
    async 'messages.translateText'() {
      throw new RpcError(406, 'TRANSLATIONS_DISABLED')
    },
  }
}

import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { readStored } from '../../tl/stored.ts'
import { viewOwnDocuments } from '../../views/saved-documents-view.ts'

const hashBytes = 32
/** So many documents of one content are looked at, for one of the type that is asked for. */
const maxLookedAt = 20

/**
 * Finds a file by its SHA-256, so that it need not be uploaded again. Only among those that this person has uploaded: who knows a
 * hash must not learn by it that others have the file, let alone get it.
 */
export function createDocumentByHash({ store }: ServicePorts): Methods {
  return {
    'messages.getDocumentByHash': userMethod(
      { rate: { burst: 100, secondsEach: 0.5 } },
      async ({ userId }, { sha256, size, mimeType }) => {
        if (sha256.length !== hashBytes) throw badRequest('SHA256_HASH_INVALID')
        const stored = await store.read.documents.ofContent(userId, sha256, maxLookedAt)
        const found = stored.find((one) => {
          const document = readStored('Document', one.data, `document ${one.id}`)
          return BigInt(one.size) === size && document?._ === 'document' && document.mimeType === mimeType
        })
        const [shown] =
          found === undefined ? [] : await viewOwnDocuments(store.read, { origin: 'inBox', at: userId }, [found])
        return shown ?? { _: 'documentEmpty', id: 0n }
      },
    ),
  }
}

import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createDocumentByHash } from './document-by-hash.ts'
import { createRingtones } from './ringtones.ts'
import { createSavedGifs } from './saved-gifs.ts'

/** Documents that people collect, and find again. */
export function createSavedDocumentsService(ports: ServicePorts): Service {
  return { methods: joinMethods(createDocumentByHash(ports), createRingtones(ports), createSavedGifs(ports)) }
}

import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createContactPhotos } from './contact-photos.ts'
import { createOwnPhotos } from './own-photos.ts'
import { createUserPhotos } from './user-photos.ts'

/** The photos of people. */
export function createPhotosService(ports: ServicePorts): Service {
  return { methods: joinMethods(createOwnPhotos(ports), createUserPhotos(ports), createContactPhotos(ports)) }
}

import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createGetFile } from './get-file.ts'
import { createSaveParts } from './save-parts.ts'
import { createForgetUploads, createMoveFilePeriod } from './upkeep.ts'
import { createUploadMedia } from './upload-media.ts'

/** Files: their parts come, and ranges of them go. */
export function createUploadService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(createSaveParts(ports), createGetFile(ports), createUploadMedia(ports)),
    upkeep: [createForgetUploads(ports), createMoveFilePeriod(ports)],
  }
}

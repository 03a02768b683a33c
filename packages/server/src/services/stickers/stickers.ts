import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createEmptyAppearance } from './empty-appearance.ts'
import { createEmptyExtras } from './empty-extras.ts'
import { createEmptyStickerLists } from './empty-lists.ts'
import { createSpecialSets } from './special-sets.ts'

/** Lists that every client asks for when it starts, and that are empty on this server. */
export function createStickersService(ports: ServicePorts): Service {
  return {
    user: {
      ...createEmptyStickerLists(),
      ...createSpecialSets(),
      ...createEmptyAppearance(),
      ...createEmptyExtras(ports),
    },
  }
}

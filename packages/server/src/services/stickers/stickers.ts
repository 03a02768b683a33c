import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createEmptyAppearance } from './empty-appearance.ts'
import { createEmptyStickerLists } from './empty-lists.ts'
import { createSpecialSets } from './special-sets.ts'

/** Lists that every client asks for when it starts, and that are empty on this server. */
export function createStickersService(): Service {
  return {
    methods: joinMethods(createEmptyStickerLists(), createSpecialSets(), createEmptyAppearance()),
  }
}

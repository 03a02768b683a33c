import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAttachedStickers } from './attached-stickers.ts'
import { createCustomEmoji } from './custom-emoji.ts'
import { createDefaultReactions } from './default-reactions.ts'
import { createEditStickers } from './edit-stickers.ts'
import { createEmptyAppearance } from './empty-appearance.ts'
import { createEmptyStickerLists } from './empty-lists.ts'
import { createGetSets } from './get-sets.ts'
import { createInstalledSets } from './installed-sets.ts'
import { createMakeSets } from './make-sets.ts'
import { createSearchStickers } from './search-stickers.ts'
import { createStickerLists } from './sticker-lists.ts'
import { createForgetSets } from './upkeep.ts'

/** Stickers, custom emoji and the animations of reactions; and lists of the like that are empty on this server. */
export function createStickersService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createGetSets(ports),
      createAttachedStickers(ports),
      createInstalledSets(ports),
      createStickerLists(ports),
      createSearchStickers(ports),
      createCustomEmoji(ports),
      createDefaultReactions(ports),
      createMakeSets(ports),
      createEditStickers(ports),
      createEmptyStickerLists(),
      createEmptyAppearance(),
    ),
    upkeep: [createForgetSets(ports)],
  }
}

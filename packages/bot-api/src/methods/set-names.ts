import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { BotApiError } from '../bot-api-error.ts'

/** Has the names at hand of the sets whose stickers are shown ("Sticker", `set_name`): stickers name theirs by number. */
export async function learnSetNames(
  bot: Pick<Bot, 'call' | 'seen'>,
  messages: readonly (api.Message | undefined)[],
): Promise<void> {
  for (const message of messages) {
    const set = message === undefined ? undefined : setOf(message)
    if (set === undefined || bot.seen.setName(set.id) !== undefined) continue
    const name = await nameOf(bot, set)
    if (name !== undefined) bot.seen.learnSet(set.id, name)
  }
}

/** Undefined where it cannot be had now: what was sent, or is news, is not lost for want of a name. */
async function nameOf(bot: Pick<Bot, 'call'>, stickerset: api.inputStickerSetID): Promise<string | undefined> {
  try {
    const found = await bot.call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
    return found._ === 'messages.stickerSet' ? found.set.shortName : ''
  } catch (error) {
    // It was deleted since.
    return error instanceof BotApiError && error.code === 400 ? '' : undefined
  }
}

function setOf(message: api.Message): api.inputStickerSetID | undefined {
  const media = message._ === 'message' ? message.media : undefined
  const document = media?._ === 'messageMediaDocument' ? media.document : undefined
  if (document?._ !== 'document') return undefined
  const sticker = document.attributes.find((one) => one._ === 'documentAttributeSticker')
  return sticker?.stickerset._ === 'inputStickerSetID' ? sticker.stickerset : undefined
}

import type { api } from '@chappe/tl-codec/api'
import { art } from './art.ts'
import { addBuiltIn } from './documents.ts'
import { hashOf } from './hash-of.ts'

/** The reactions that this project has drawn, as every client offers them; each consists of documents. */
const drawnReactions: readonly api.availableReaction[] = art.reactions.map((drawn) => {
  const { emoji: reaction, title } = drawn
  const stickerset: api.inputStickerSetEmpty = { _: 'inputStickerSetEmpty' }
  const one = (file: string): api.document =>
    addBuiltIn({ of: 'reaction', file }, [{ _: 'documentAttributeSticker', alt: reaction, stickerset }])
  return {
    ...{ _: 'availableReaction', reaction, title, staticIcon: one(drawn.static) },
    ...{ appearAnimation: one(drawn.appear), selectAnimation: one(drawn.select) },
    ...{ activateAnimation: one(drawn.activate), effectAnimation: one(drawn.effect) },
    ...{ aroundAnimation: one(drawn.around), centerIcon: one(drawn.center) },
  }
})

export const availableReactionsHash: number = hashOf([art.reactions, art.sizes])

/** As a client of this data centre is shown them. */
export function availableReactions(dcId: number): api.availableReaction[] {
  const here = (document: api.Document): api.Document => (document._ === 'document' ? { ...document, dcId } : document)
  return drawnReactions.map((one) => ({
    ...one,
    ...{ staticIcon: here(one.staticIcon), appearAnimation: here(one.appearAnimation) },
    ...{ selectAnimation: here(one.selectAnimation), activateAnimation: here(one.activateAnimation) },
    effectAnimation: here(one.effectAnimation),
    ...(one.aroundAnimation && { aroundAnimation: here(one.aroundAnimation) }),
    ...(one.centerIcon && { centerIcon: here(one.centerIcon) }),
  }))
}

/** Their emoji, in the order in which they are offered. */
export const drawnEmoji: readonly string[] = art.reactions.map(({ emoji }) => emoji)

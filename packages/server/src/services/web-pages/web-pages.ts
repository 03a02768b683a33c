import type { api } from '@chappe/tl-codec/api'
import { linkOf } from '../../chats/content/link-of.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { viewOwnMedia } from '../../views/file-views.ts'
import { noPeers } from '../../views/named-peers.ts'

/** Previews of the pages that messages link to; without `linkPreviews` there are none. */
export function createWebPagesService(ports: ServicePorts): Service {
  const { store, linkPreviews, webPages } = ports

  /** As stored: without access to its picture. */
  const find = async (userId: UserId, link: string | undefined): Promise<api.webPage | undefined> =>
    link === undefined ? undefined : webPages.findPage(userId, link)

  const show = async (userId: UserId, webpage: api.webPage): Promise<api.messageMediaWebPage> => {
    const media: api.messageMediaWebPage = { _: 'messageMediaWebPage', webpage }
    return webpage.photo === undefined ? media : viewOwnMedia(store.read, media, { origin: 'inBox', at: userId })
  }

  return {
    methods: {
      'messages.getWebPagePreview': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async ({ userId }, request) => {
        // Mentions are left out: a preview does not depend on whom they name.
        const given = (request.entities ?? []).filter((entity) => entity._ !== 'inputMessageEntityMentionName')
        const { text, entities } = normalizeText(request.message, given)
        const webpage = await find(userId, linkOf(ports, text, entities))
        const media: api.MessageMedia = webpage === undefined ? { _: 'messageMediaEmpty' } : await show(userId, webpage)
        return { _: 'messages.webPagePreview', media, ...noPeers() }
      }),

      'messages.getWebPage': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async ({ userId }, { url, hash }) => {
        if (url.trim() === '') throw badRequest('WC_CONVERT_URL_INVALID')
        const found = await find(userId, linkPreviews?.canonical(url.trim()))
        const isKnown = found !== undefined && hash !== 0 && found.hash === hash
        const shown = found === undefined ? nothing(url) : (await show(userId, found)).webpage
        const webpage: api.WebPage = isKnown ? { _: 'webPageNotModified' } : shown
        return { _: 'messages.webPage', webpage, ...noPeers() }
      }),
    },
  }
}

function nothing(url: string): api.webPageEmpty {
  return { _: 'webPageEmpty', id: 0n, url }
}

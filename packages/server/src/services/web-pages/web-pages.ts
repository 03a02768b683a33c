import type { api } from '@chappe/tl-codec/api'
import { linkOf } from '../../chats/content/link-of.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Service, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { noPeers } from '../../views/named-peers.ts'
import { viewWebPage } from '../../views/web-page-view.ts'

/** Previews of the pages that messages link to; without `linkPreviews` there are none. */
export function createWebPagesService(ports: ServicePorts): Service {
  const { linkPreviews } = ports

  const find = async (link: string | undefined): Promise<api.webPage | undefined> => {
    const preview = link === undefined ? undefined : await linkPreviews?.of(link)
    return preview && viewWebPage(preview)
  }

  return {
    methods: {
      'messages.getWebPagePreview': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (_, request) => {
        // Mentions are left out: a preview does not depend on whom they name.
        const given = (request.entities ?? []).filter((entity) => entity._ !== 'inputMessageEntityMentionName')
        const { text, entities } = normalizeText(request.message, given)
        const webpage = await find(linkOf(ports, text, entities))
        const media: api.MessageMedia =
          webpage === undefined ? { _: 'messageMediaEmpty' } : { _: 'messageMediaWebPage', webpage }
        return { _: 'messages.webPagePreview', media, ...noPeers() }
      }),

      'messages.getWebPage': userMethod({ rate: { burst: 60, secondsEach: 1 } }, async (_, { url, hash }) => {
        if (url.trim() === '') throw badRequest('WC_CONVERT_URL_INVALID')
        const found = (await find(linkPreviews?.canonical(url.trim()))) ?? nothing(url)
        const isKnown = found._ === 'webPage' && hash !== 0 && found.hash === hash
        const webpage: api.WebPage = isKnown ? { _: 'webPageNotModified' } : found
        return { _: 'messages.webPage', webpage, ...noPeers() }
      }),
    },
  }
}

function nothing(url: string): api.webPageEmpty {
  return { _: 'webPageEmpty', id: 0n, url }
}

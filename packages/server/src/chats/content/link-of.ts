import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { firstLink } from '../../rules/first-link.ts'

/** The link whose page is shown below a text; undefined if there is none, or if no pages are looked at here. */
export function linkOf(
  { linkPreviews }: Pick<ServicePorts, 'linkPreviews'>,
  text: string,
  entities: readonly api.MessageEntity[],
): string | undefined {
  if (linkPreviews === undefined) return undefined
  const link = firstLink(text, entities)
  return link === undefined ? undefined : linkPreviews.canonical(link)
}

/** The page of a link if it was looked at lately: while the text was being written, as a rule. */
export function knownPage(
  { webPages }: Pick<ServicePorts, 'webPages'>,
  link: string | undefined,
): api.messageMediaWebPage | undefined {
  const webpage = link === undefined ? undefined : webPages.knownPage(link)
  return webpage && { _: 'messageMediaWebPage', webpage }
}

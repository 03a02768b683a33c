import type { api } from '@chappe/tl-codec/api'
import type { FormattedText } from '../formatting/formatted-text.ts'
import { fieldsOf } from '../params/fields.ts'
import type { Params } from '../params/params.ts'

export interface Preview {
  readonly none: true | undefined
  readonly above: true | undefined
  readonly page: api.inputMediaWebPage | undefined
}

/** How the page that a text links to is shown ("LinkPreviewOptions"). */
export function readPreview(params: Params, said: FormattedText): Preview {
  const given = params.json('link_preview_options')
  if (given === undefined) {
    return { none: params.flag('disable_web_page_preview') || undefined, above: undefined, page: undefined }
  }
  const options = fieldsOf('link preview options', given)
  const large = options.flag('prefer_large_media') || undefined
  const small = options.flag('prefer_small_media') || undefined
  const url = options.text('url') ?? (large || small ? firstLink(said) : undefined)
  const none = options.flag('is_disabled') || undefined
  return {
    none,
    above: options.flag('show_above_text') || undefined,
    page:
      none || url === undefined
        ? undefined
        : { _: 'inputMediaWebPage', url, forceLargeMedia: large, forceSmallMedia: small, optional: true },
  }
}

const written = /\bhttps?:\/\/[^\s<>"]+/iu

/** The link that a text has first, written out or behind words: the MTProto API has a size of a preview for a page that is named alone. */
function firstLink({ text, entities }: FormattedText): string | undefined {
  const found = written.exec(text)
  const links = entities.flatMap((entity) =>
    entity.type === 'text_link' ? [{ offset: entity.offset, url: entity.url }] : [],
  )
  if (found !== null) links.push({ offset: found.index, url: found[0].replace(/[.,:;!?'")\]]+$/u, '') })
  return links.sort((a, b) => a.offset - b.offset)[0]?.url
}

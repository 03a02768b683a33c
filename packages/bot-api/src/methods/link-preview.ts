import type { api } from '@chappe/tl-codec/api'
import { fieldsOf } from '../params/fields.ts'
import type { Params } from '../params/params.ts'

export interface Preview {
  readonly none: true | undefined
  readonly above: true | undefined
  readonly page: api.inputMediaWebPage | undefined
}

/** How the page that a text links to is shown ("LinkPreviewOptions"). */
export function readPreview(params: Params): Preview {
  const given = params.json('link_preview_options')
  if (given === undefined) {
    return { none: params.flag('disable_web_page_preview') || undefined, above: undefined, page: undefined }
  }
  const options = fieldsOf('link preview options', given)
  const url = options.text('url')
  const large = options.flag('prefer_large_media') || undefined
  const small = options.flag('prefer_small_media') || undefined
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

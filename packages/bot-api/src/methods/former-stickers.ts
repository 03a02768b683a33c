import type { Params } from '../params/params.ts'

const formats = { png_sticker: 'static', tgs_sticker: 'animated', webm_sticker: 'video' } as const

/**
 * The one sticker that a set begins with or gets, as it stood among the parameters before Bot API 6.6, in a field for each format;
 * as the list of today. Undefined where there is none.
 */
export function formerStickers(params: Params): readonly object[] | undefined {
  for (const [field, format] of Object.entries(formats)) {
    if (!params.isGiven(field)) continue
    const sticker = params.files.has(field) ? `attach://${field}` : params.text(field)
    const mask = params.json('mask_position')
    return [
      {
        sticker,
        format,
        emoji_list: [params.text('emojis') ?? ''],
        ...(mask !== undefined && { mask_position: mask }),
      },
    ]
  }
  return undefined
}

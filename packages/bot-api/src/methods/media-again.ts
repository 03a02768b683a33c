import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'

/** Media of a message, to be sent once more; undefined for what is text alone. */
export function mediaAgain(media: api.MessageMedia): api.InputMedia | undefined {
  switch (media._) {
    case 'messageMediaEmpty':
      return undefined
    case 'messageMediaWebPage': {
      const { manual, forceLargeMedia, forceSmallMedia, webpage } = media
      // One that was found in the text is found there again.
      if (!manual || webpage._ !== 'webPage') return undefined
      return { _: 'inputMediaWebPage', url: webpage.url, forceLargeMedia, forceSmallMedia, optional: true }
    }
    case 'messageMediaPhoto': {
      if (media.photo?._ !== 'photo') throw badRequest("message can't be copied")
      const video = media.livePhoto && media.video?._ === 'document' ? media.video : undefined
      return {
        ...{ _: 'inputMediaPhoto', id: inputPhoto(media.photo), spoiler: media.spoiler },
        ...(video && { livePhoto: true, video: inputDocument(video) }),
      }
    }
    case 'messageMediaDocument': {
      if (media.document?._ !== 'document') throw badRequest("message can't be copied")
      const { videoCover: cover, videoTimestamp } = media
      const videoCover = cover?._ === 'photo' ? inputPhoto(cover) : undefined
      const id = inputDocument(media.document)
      return { _: 'inputMediaDocument', id, spoiler: media.spoiler, videoCover, videoTimestamp }
    }
    case 'messageMediaGeo':
      return { _: 'inputMediaGeoPoint', geoPoint: pointOf(media.geo) }
    case 'messageMediaVenue': {
      const { title, address, provider, venueId, venueType } = media
      return { _: 'inputMediaVenue', geoPoint: pointOf(media.geo), title, address, provider, venueId, venueType }
    }
    case 'messageMediaContact': {
      const { phoneNumber, firstName, lastName, vcard } = media
      return { _: 'inputMediaContact', phoneNumber, firstName, lastName, vcard }
    }
    case 'messageMediaDice':
      return { _: 'inputMediaDice', emoticon: media.emoticon }
    case 'messageMediaPoll':
      return pollAgain(media)
    default:
      throw badRequest("message can't be copied")
  }
}

/** The same question, open and without votes. Of a quiz it must be known what is right ("copyMessage"). */
function pollAgain({ poll, results, attachedMedia }: api.messageMediaPoll): api.inputMediaPoll {
  const right = (results.results ?? []).filter(({ correct }) => correct)
  const correctAnswers = poll.answers.flatMap((answer, at) =>
    answer._ === 'pollAnswer' && right.some(({ option }) => Buffer.compare(option, answer.option) === 0) ? [at] : [],
  )
  if (poll.quiz && correctAnswers.length === 0) throw badRequest("message can't be copied")
  const { closed: _, closeDate: __, creator: ___, ...asked } = poll
  return {
    _: 'inputMediaPoll',
    poll: { ...asked, id: 0n, hash: 0n, answers: poll.answers.map(answerAgain) },
    attachedMedia: attachedMedia && mediaAgain(attachedMedia),
    correctAnswers: poll.quiz ? correctAnswers : undefined,
    solution: results.solution,
    solutionEntities: results.solutionEntities,
  }
}

function answerAgain(answer: api.PollAnswer): api.inputPollAnswer {
  const media = answer._ === 'pollAnswer' ? answer.media : undefined
  return { _: 'inputPollAnswer', text: answer.text, media: media && mediaAgain(media) }
}

function inputPhoto({ id, accessHash, fileReference }: api.photo): api.inputPhoto {
  return { _: 'inputPhoto', id, accessHash, fileReference }
}

function inputDocument({ id, accessHash, fileReference }: api.document): api.inputDocument {
  return { _: 'inputDocument', id, accessHash, fileReference }
}

function pointOf(geo: api.GeoPoint): api.inputGeoPoint {
  if (geo._ !== 'geoPoint') throw badRequest("message can't be copied")
  return { _: 'inputGeoPoint', lat: geo.lat, long: geo.long, accuracyRadius: geo.accuracyRadius }
}

/** The blocks of a message, to be sent anew. */
export function richAgain({ rtl, blocks, photos, documents }: api.richMessage): api.inputRichMessage {
  return {
    ...{ _: 'inputRichMessage', rtl, blocks },
    photos: photos.flatMap((photo) => {
      if (photo._ !== 'photo') return []
      return [inputPhoto(photo)]
    }),
    documents: documents.flatMap((document) => {
      if (document._ !== 'document') return []
      return [inputDocument(document)]
    }),
  }
}

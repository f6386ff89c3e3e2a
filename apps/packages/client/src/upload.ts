import { networkProblem, parseProblem } from './errors';

/** Told how much is on its way: 0 to 1. */
export type Progress = (part: number) => void;

/** Nothing moves for this long: given up. */
const TIMEOUT_MS = 60_000;

export interface Upload {
  url: string;
  token: string;
  file: Blob;
  progress: Progress;
}

/** `fetch` does not tell how far an upload is, so this is the one place with the older interface. */
export function upload<T>(
  make: new () => XMLHttpRequest,
  { url, token, file, progress }: Upload,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new make();
    request.open('PUT', url);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', file.type);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    const lost = () => reject(networkProblem(new Error('the upload did not arrive')));
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = lost;
    request.onload = () => {
      if (request.status < 200 || request.status >= 300)
        return reject(parseProblem(request.status, request.responseText));
      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch (error) {
        reject(networkProblem(error));
      }
    };
    request.send(file);
  });
}

// Files that somebody keeps of what is seen.

import { ours } from '../ours.js';

/** Offers what an address answers as a file of this name. */
export async function saveFrom(address, name) {
  const answer = await ours(address);
  if (answer.ok) {
    save(await answer.blob(), name);
  }
}

/** Offers what a canvas shows as a picture, on the page's own paper. */
export function savePicture(canvas, name) {
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = canvas.height;
  const brush = picture.getContext('2d');
  brush.fillStyle = getComputedStyle(document.body).backgroundColor;
  brush.fillRect(0, 0, picture.width, picture.height);
  brush.drawImage(canvas, 0, 0);
  picture.toBlob((blob) => save(blob, name));
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

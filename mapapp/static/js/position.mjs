/** 近い順の起点: a 町 or 会場 may stand in the address bar; a tapped or own position lives in memory and goes nowhere. */

const MOST_WAIT_MS = 10_000;

/** Where `near` (t:町 or p:会場) lies: {lng, lat, words}, or null. The form's options know the 町. */
export function originOf(near, select, places) {
    const [kind, code] = near.split(':');
    if (kind === 'p') {
        const place = places.find((one) => String(one.id) === code);
        return place && place.lng !== null ? { lng: place.lng, lat: place.lat, words: `${place.name || place.address}から近い順` } : null;
    }
    const option = [...select.options].find((one) => one.value === near && one.dataset.lng);
    return option ? { lng: Number(option.dataset.lng), lat: Number(option.dataset.lat), words: `${option.text}近い順` } : null;
}

/** Where the device is. Rejects with a sentence that can be shown. */
export function ownPosition() {
    return new Promise((found, failed) => {
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => found({ lng: coords.longitude, lat: coords.latitude, words: 'いまいる所から近い順' }),
            ({ code }) => failed(new Error(code === 1 ? '位置情報の使用が許可されていません。町を選ぶか、地図を押してください。' : 'いまいる所が分かりませんでした。町を選ぶか、地図を押してください。')),
            { maximumAge: 60_000, timeout: MOST_WAIT_MS },
        );
    });
}

// Offers the structures around the visitor: asked of the browser only when they press the button, and rounded to a
// hundredth of a degree before it leaves the page.
const offer = document.querySelector("[data-near]");

function refused(status) {
  status.textContent = document.documentElement.lang === "fr"
    ? "Position indisponible : indiquez votre commune."
    : "Position unavailable: give your commune.";
}

if (offer && "geolocation" in navigator) {
  const status = offer.querySelector("[role=status]");
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const near = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        location.assign(`/directory/search?near=${encodeURIComponent(near)}`);
      },
      () => refused(status),
      { maximumAge: 600_000, timeout: 20_000 },
    );
  });
}

package be.bsmr.control;

/** Whether a person has taken a load out of the controller's hands, and how it then stays. */
public enum ManualOverride {
    /** No override: the controller decides. */
    AUTO,
    /** The load may draw power, whatever the quarter comes to. */
    ALWAYS_ON,
    /** The load stays shed until a person gives it back. */
    ALWAYS_SHED
}
